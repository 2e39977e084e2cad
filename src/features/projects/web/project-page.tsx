import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import hidden from '#web/kit/hidden.module.css'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { type Team, useTeam } from '#web/team.ts'
import { DangerCard } from './danger-card.tsx'
import css from './lists.module.css'
import { NotHere } from './not-here.tsx'
import { ProjectSettings } from './project-settings.tsx'
import { type Project, projectQuery, refreshProjects } from './queries.ts'
import { SchedulesCard } from './schedules-card.tsx'
import { SuitesCard } from './suites-card.tsx'
import { useAct } from './use-act.ts'

interface ProjectPageProps {
  /** What another slice shows of the project: crawling and running it. */
  testing?: (project: Project, team: Team) => ReactNode
  /** A button that runs chosen suites. */
  running?: (project: Project, team: Team, suites: readonly string[]) => ReactNode
}

/** One project: its suites, its schedules, its settings. */
export function ProjectPage({ testing, running }: ProjectPageProps) {
  const team = useTeam()
  const { project: id } = useParams({ from: '/shell/projects/$project' })
  const { data: project, error } = useQuery(projectQuery(team.id, id))
  if (error) return <NotHere what="project" error={error} />
  if (!project) return <Skeleton lines={6} what="Reading the project" />
  const mayRun = running && project.mayEdit && !project.archivedAt
  return (
    <>
      <Link to="/projects" className={css.back}>
        ← All projects
      </Link>
      <PageHeading title={project.name} within="Projects">
        {project.description || 'What is tested of this site, and when.'}
      </PageHeading>
      <p className={css.note}>
        <a href={project.baseUrl} target="_blank" rel="noreferrer noopener" className={css.address}>
          {project.baseUrl}
        </a>
      </p>
      <h2 className={hidden.visually}>Suites, schedules and settings</h2>
      <div className={css.cards}>
        {project.archivedAt && <ArchivedBanner project={project} team={team.id} />}
        {testing?.(project, team)}
        <SuitesCard
          project={project}
          team={team.id}
          running={mayRun ? (suites) => running?.(project, team, suites) : undefined}
        />
        <SchedulesCard project={project} team={team.id} />
        {project.mayManage && <ProjectSettings project={project} team={team.id} />}
        {project.mayManage && <DangerCard project={project} team={team.id} />}
      </div>
    </>
  )
}

function ArchivedBanner({ project, team }: { project: Project; team: string }) {
  const [said, setSaid] = useState('')
  const [busy, act] = useAct(setSaid)
  const restore = () =>
    act(async () => {
      await api.delete('/teams/{team}/projects/{project}/archival', { params: { team, project: project.id } })
      await refreshProjects()
    })
  return (
    <Banner
      title="This project is archived"
      actions={
        project.mayManage && (
          <Button busy={busy} onClick={() => void restore()}>
            Take it back
          </Button>
        )
      }
    >
      <p>Nothing of it runs, everything is kept, and it does not count against the plan.</p>
      {said && <p role="alert">{said}</p>}
    </Banner>
  )
}
