import { storageKey } from '../../graphql/access.ts'

/**
 * Runs before the first paint: where nobody was asked who they are when this browser was used last, all is offered before
 * the page hears, so that what is clicked by then is done.
 */
export const openScript = `try{if(JSON.parse(localStorage.getItem('${storageKey}')).state==='open')document.documentElement.dataset.open=''}catch{}`

/** For what takes a role, while it is not known who looks: it has its room, and is there where nobody was asked before. */
export const untilKnown = 'invisible [[data-open]_&]:visible'
