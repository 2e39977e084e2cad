interface Named {
  zone: string
  city: string
  aliases: readonly string[]
}

const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim()

/** The other name by which somebody searched a zone: “calcutta” found Asia/Kolkata. Undefined when its own names say it already. */
export function aliasMeant({ zone, city, aliases }: Named, query: string): string | undefined {
  const typed = bare(query)
  if (typed.length < 2 || bare(zone).includes(typed) || bare(city).includes(typed)) return undefined
  return aliases.find((alias) => bare(alias).includes(typed))
}
