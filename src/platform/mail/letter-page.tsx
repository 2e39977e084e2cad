import { Body } from '@react-email/body'
import { Button } from '@react-email/button'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Heading } from '@react-email/heading'
import { Hr } from '@react-email/hr'
import { Html } from '@react-email/html'
import { Preview } from '@react-email/preview'
import { Section } from '@react-email/section'
import { Text } from '@react-email/text'
import type { ReactElement } from 'react'
import type { LetterContent } from './content.ts'
import type { Block } from './letter.ts'
import { darkRules, style } from './letter-style.ts'
import { footer } from './letter-text.ts'
import { greeting } from './plain-letter.ts'

/** A letter as an HTML page for mail programs: 600 px, no pictures, light and dark. React escapes every text and attribute. */
export function LetterPage({ letter, recipient, publicUrl }: LetterContent & { publicUrl: string }): ReactElement {
  return (
    <Html lang="en">
      <Head>
        <title>{letter.subject}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours */}
        <style dangerouslySetInnerHTML={{ __html: darkRules }} />
      </Head>
      <Preview>{letter.preview}</Preview>
      {/* The library copies the body's colours to a cell that no dark rule reaches; the section carries them instead. */}
      <Body className="paper" style={style.body}>
        <Section className="paper" style={style.paper}>
          <Container style={style.column}>
            <Text className="accent" style={style.brand}>
              AegisRunner
            </Text>
            <Section className="panel" style={style.panel}>
              <Heading as="h1" className="ink" style={style.heading}>
                {letter.subject}
              </Heading>
              <Text className="ink" style={style.text}>
                {greeting(recipient.fullName)}
              </Text>
              {letter.body.map((block, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: written once, never updated
                <Piece key={at} block={block} />
              ))}
            </Section>
            <Text className="soft" style={style.footer}>
              {footer(recipient.email, publicUrl, letter.because)}
              {letter.unsubscribe && (
                <>
                  {' '}
                  <a className="accent" href={letter.unsubscribe.page} style={style.link}>
                    Stop {letter.unsubscribe.what}
                  </a>
                </>
              )}
            </Text>
          </Container>
        </Section>
      </Body>
    </Html>
  )
}

function Piece({ block }: { block: Block }): ReactElement {
  if (typeof block === 'string') {
    return (
      <Text className="ink" style={style.text}>
        {block}
      </Text>
    )
  }
  if (block.kind === 'button') return <LinkButton label={block.label} url={block.url} />
  if (block.kind === 'facts') return <Facts rows={block.rows} />
  if (block.kind === 'code') {
    return (
      <Text className="tint ink" style={style.code}>
        {block.text}
      </Text>
    )
  }
  if (block.kind === 'list') return <List items={block.items} />
  return (
    <>
      <Hr className="line" style={style.rule} />
      <Text className="soft" style={style.note}>
        {block.text}
      </Text>
    </>
  )
}

function LinkButton({ label, url }: { label: string; url: string }): ReactElement {
  return (
    <Section style={style.action}>
      <Button className="button" href={url} style={style.button}>
        {label}
      </Button>
      <Text className="soft" style={style.address}>
        Or open this address:
        <br />
        <a className="accent" href={url} style={style.link}>
          {url}
        </a>
      </Text>
    </Section>
  )
}

function List({ items }: { items: string[] }): ReactElement {
  return (
    <ul style={style.list}>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: written once, never updated
        <li key={at} className="ink" style={style.item}>
          {item}
        </li>
      ))}
    </ul>
  )
}

function Facts({ rows }: { rows: [label: string, value: string][] }): ReactElement {
  return (
    <table className="tint" style={style.facts} cellPadding={0} cellSpacing={0}>
      <tbody>
        {rows.map(([label, value]) => (
          <tr key={label}>
            <th className="soft" scope="row" style={style.label}>
              {label}
            </th>
            <td className="ink" style={style.value}>
              {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
