/** The choice of who gets checkpoints, as fields of a form. */
export const anchorValues = ({ toAuditors, addresses }: { toAuditors: boolean; addresses: readonly string[] }) => ({
  toAuditors: toAuditors ? 'yes' : 'no',
  addresses: addresses.join(', '),
})

/** The same as the API takes it; commas, semicolons and spaces part addresses. */
export const anchorBody = (values: ReturnType<typeof anchorValues>) => ({
  toAuditors: values.toAuditors === 'yes',
  addresses: values.addresses.split(/[\s,;]+/).filter(Boolean),
})
