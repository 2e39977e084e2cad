const variable = 'AEGISRUNNER_API_KEY'

/**
 * Ready pieces for pipelines: each asks the key about itself, and so fails the job early when the key has expired or was revoked. The key
 * itself is never written into them; it belongs into the pipeline's store of secrets.
 */
export function snippetsFor(publicUrl: string): { github: string; gitlab: string; jenkins: string; curl: string } {
  const ask = `curl --fail-with-body --silent --show-error --header "Authorization: Bearer $${variable}" ${publicUrl}/api/v1/key`
  return {
    github: [
      `# Settings → Secrets and variables → Actions: add ${variable}`,
      'jobs:',
      '  aegisrunner:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - name: Check the AegisRunner key',
      '        env:',
      `          ${variable}: \${{ secrets.${variable} }}`,
      '        run: |',
      `          ${ask}`,
      '',
    ].join('\n'),
    gitlab: [
      `# Settings → CI/CD → Variables: add ${variable}, masked and hidden`,
      'aegisrunner:',
      '  image: curlimages/curl:latest',
      '  script:',
      `    - '${ask}'`,
      '',
    ].join('\n'),
    jenkins: [
      `// Manage Jenkins → Credentials: add a secret text with the id ${variable}`,
      'pipeline {',
      '  agent any',
      `  environment { ${variable} = credentials('${variable}') }`,
      '  stages {',
      "    stage('AegisRunner') {",
      '      steps {',
      `        sh '${ask}'`,
      '      }',
      '    }',
      '  }',
      '}',
      '',
    ].join('\n'),
    curl: `# Put the key into ${variable} first: read -rs ${variable}\n${ask}\n`,
  }
}
