// Every text of the page, in Spanish and English. Spanish is the default; English where the browser prefers it.

const es = {
  title: 'ANB Rising Stars', skip: 'Ir al contenido', language: 'English', main: 'Principal',
  navVideos: 'Videos', navRanking: 'Ranking', navUpload: 'Subir', navMine: 'Mis videos', navAccount: 'Cuenta', navLogin: 'Entrar',
  foot: 'Un concurso de la ANB para las nuevas estrellas del baloncesto.',
  galleryTitle: 'Vota por las nuevas estrellas', galleryLead: 'Mira los videos, da tu voto y súbele el marcador a tu ciudad.',
  city: 'Ciudad', allCities: 'Todas las ciudades', more: 'Ver más', loading: 'Cargando…',
  galleryEmpty: 'Todavía no hay videos publicados aquí. ¿Y si subes el primero?',
  votes: (n) => (n === 1 ? '1 voto' : `${number(n)} votos`),
  watch: (title) => `Ver ${title}`, by: (name, city) => `${name} · ${city}`,
  vote: 'Votar', voted: 'Ya votaste', withdraw: 'Retirar mi voto', voteThanks: 'Voto registrado exitosamente.',
  voteWithdrawn: 'Tu voto fue retirado.', voteLogin: 'Entra o crea una cuenta para votar.', back: 'Volver a los videos',
  videoMissing: 'Este video no existe o ya no está publicado.', videoBroken: 'El video no se pudo reproducir.', retry: 'Reintentar',
  share: 'Copiar enlace', shared: 'Enlace copiado.',
  rankingTitle: 'Ranking', rankingLead: 'Se actualiza solo cada pocos segundos.',
  position: 'Puesto', player: 'Jugador', votesColumn: 'Votos', rankingEmpty: 'Nadie tiene videos publicados en esta ciudad todavía.',
  previous: 'Anteriores', next: 'Siguientes', page: (from, to, total) => `${number(from)}–${number(to)} de ${number(total)}`,
  rankingStale: 'Sin conexión: estos son los últimos datos.',
  loginTitle: 'Entrar', email: 'Correo electrónico', password: 'Contraseña', login: 'Entrar', noAccount: '¿No tienes cuenta?',
  signupLink: 'Crea una', signupTitle: 'Crear cuenta', firstName: 'Nombre', lastName: 'Apellido', country: 'País',
  passwordAgain: 'Repite la contraseña', passwordHint: 'Al menos 8 caracteres.', signup: 'Crear cuenta',
  haveAccount: '¿Ya tienes cuenta?', loginLink: 'Entra', welcome: (name) => `¡Hola, ${name}!`, passwordsDiffer: 'Las contraseñas no coinciden.',
  accountTitle: 'Tu cuenta', logout: 'Cerrar sesión', loggedOut: 'Cerraste la sesión.', sessionOver: 'Tu sesión terminó. Entra de nuevo.',
  uploadTitle: 'Sube tu video', uploadLead: 'Un MP4 de 20 a 60 segundos, en Full HD o más, de 100 MB como máximo. Vertical u horizontal.',
  videoTitle: 'Título', file: 'Archivo de video (MP4)', upload: 'Subir video', cancel: 'Cancelar', uploading: (p) => `Subiendo… ${p} %`,
  uploadChecking: 'Revisando y guardando el video…', uploadDone: 'Video subido correctamente. Procesamiento en curso.',
  uploadCanceled: 'Cancelaste la subida. No se guardó nada.', uploadBroken: 'La conexión se cortó. Puedes reintentar: no se subirá dos veces.',
  tooBig: (mb) => `El archivo pesa ${mb} MB y el máximo es 100 MB.`, fileEmpty: 'El archivo está vacío.',
  durationOdd: (s) => `Este video dura ${s} s; el concurso acepta de 20 a 60 s.`,
  sideOdd: (w, hgt) => `Este video mide ${w}×${hgt}; su lado más corto debe tener al menos 1080 píxeles.`,
  mineTitle: 'Mis videos', mineEmpty: 'Todavía no has subido ningún video.', uploadFirst: 'Subir mi primer video',
  status: { uploaded: 'En espera', processing: 'Procesando', processed: 'Listo', failed: 'Rechazado' },
  stage: { load: 'preparando', probe: 'revisando', judge: 'revisando', encode: 'codificando', join: 'uniendo', verify: 'comprobando', save: 'guardando' },
  onAir: 'En votación', publish: 'Publicar', published: 'Tu video ya está en votación.', remove: 'Eliminar', original: 'Ver original',
  removeAsk: (title) => `¿Eliminar «${title}»? No se puede deshacer.`, removed: 'El video ha sido eliminado exitosamente.', keep: 'Conservar',
  uploadedAt: (when) => `Subido el ${when}`,
  busy: (s) => `Hay mucha gente en la cancha. Intenta de nuevo en ${s} s.`, busyRetry: (s) => `Hay mucha gente en la cancha. Reintentando en ${s} s…`,
  offline: 'No hay conexión con el servidor.', unexpected: 'Algo salió mal. Inténtalo de nuevo.', required: 'Es obligatorio.',
  emailOdd: 'Escribe un correo válido, como maria@example.com.', tooShort: (n) => `Debe tener al menos ${n} caracteres.`,
  notFound: 'Esta página no existe.', votesNow: (name, n) => `${name}: ${n}`,
};

const en = {
  title: 'ANB Rising Stars', skip: 'Skip to content', language: 'Español', main: 'Main',
  navVideos: 'Videos', navRanking: 'Ranking', navUpload: 'Upload', navMine: 'My videos', navAccount: 'Account', navLogin: 'Log in',
  foot: 'An ANB contest for the new stars of basketball.',
  galleryTitle: 'Vote for the rising stars', galleryLead: 'Watch the videos, cast your vote, move your city up the board.',
  city: 'City', allCities: 'All cities', more: 'Show more', loading: 'Loading…',
  galleryEmpty: 'No videos here yet. Why not upload the first?',
  votes: (n) => (n === 1 ? '1 vote' : `${number(n)} votes`),
  watch: (title) => `Watch ${title}`, by: (name, city) => `${name} · ${city}`,
  vote: 'Vote', voted: 'You voted', withdraw: 'Withdraw my vote', voteThanks: 'Your vote counts.',
  voteWithdrawn: 'Your vote is withdrawn.', voteLogin: 'Log in or sign up to vote.', back: 'Back to the videos',
  videoMissing: 'This video does not exist or is not published any more.', videoBroken: 'The video could not be played.', retry: 'Try again',
  share: 'Copy link', shared: 'Link copied.',
  rankingTitle: 'Ranking', rankingLead: 'Updates itself every few seconds.',
  position: 'Place', player: 'Player', votesColumn: 'Votes', rankingEmpty: 'Nobody has published a video in this city yet.',
  previous: 'Previous', next: 'Next', page: (from, to, total) => `${number(from)}–${number(to)} of ${number(total)}`,
  rankingStale: 'Offline: this is the last we know.',
  loginTitle: 'Log in', email: 'E-mail', password: 'Password', login: 'Log in', noAccount: 'No account?',
  signupLink: 'Sign up', signupTitle: 'Sign up', firstName: 'First name', lastName: 'Last name', country: 'Country',
  passwordAgain: 'Password again', passwordHint: 'At least 8 characters.', signup: 'Sign up',
  haveAccount: 'Have an account?', loginLink: 'Log in', welcome: (name) => `Hello, ${name}!`, passwordsDiffer: 'The passwords do not match.',
  accountTitle: 'Your account', logout: 'Log out', loggedOut: 'You are logged out.', sessionOver: 'Your session has ended. Log in again.',
  uploadTitle: 'Upload your video', uploadLead: 'An MP4 of 20 to 60 seconds, Full HD or better, at most 100 MB. Upright or wide.',
  videoTitle: 'Title', file: 'Video file (MP4)', upload: 'Upload video', cancel: 'Cancel', uploading: (p) => `Uploading… ${p} %`,
  uploadChecking: 'Checking and storing the video…', uploadDone: 'Video uploaded. It is being processed.',
  uploadCanceled: 'You cancelled the upload. Nothing was stored.', uploadBroken: 'The connection broke. You can try again: it will not be uploaded twice.',
  tooBig: (mb) => `The file has ${mb} MB, at most 100 MB are accepted.`, fileEmpty: 'The file is empty.',
  durationOdd: (s) => `This video is ${s} s long; the contest takes 20 to 60 s.`,
  sideOdd: (w, hgt) => `This video is ${w}×${hgt}; its shorter side needs at least 1080 pixels.`,
  mineTitle: 'My videos', mineEmpty: 'You have not uploaded a video yet.', uploadFirst: 'Upload my first video',
  status: { uploaded: 'Waiting', processing: 'Processing', processed: 'Ready', failed: 'Refused' },
  stage: { load: 'preparing', probe: 'checking', judge: 'checking', encode: 'encoding', join: 'joining', verify: 'verifying', save: 'saving' },
  onAir: 'Up for voting', publish: 'Publish', published: 'Your video is up for voting.', remove: 'Delete', original: 'See original',
  removeAsk: (title) => `Delete “${title}”? This can't be undone.`, removed: 'The video is deleted.', keep: 'Keep it',
  uploadedAt: (when) => `Uploaded on ${when}`,
  busy: (s) => `The court is crowded. Try again in ${s} s.`, busyRetry: (s) => `The court is crowded. Trying again in ${s} s…`,
  offline: 'The server can\'t be reached.', unexpected: 'Something went wrong. Try again.', required: 'It is required.',
  emailOdd: 'Write a valid e-mail, like maria@example.com.', tooShort: (n) => `It needs at least ${n} characters.`,
  notFound: 'There is no such page.', votesNow: (name, n) => `${name}: ${n}`,
};

const KEY = 'anb.language';

function preferred() {
  const first = (navigator.languages || []).map((tag) => tag.slice(0, 2)).find((tag) => tag === 'es' || tag === 'en');
  return first === 'en' ? 'en' : 'es';
}

/** 'es' or 'en'. */
export const language = sessionStorage.getItem(KEY) || preferred();

/** The texts in the chosen language. */
export const t = language === 'en' ? en : es;

/** Changes the language; the page starts anew. */
export function switchLanguage() {
  sessionStorage.setItem(KEY, language === 'en' ? 'es' : 'en');
  location.reload();
}

/** A whole number as people write it. */
export function number(value) {
  return new Intl.NumberFormat(language === 'en' ? 'en' : 'es-CO').format(value);
}

/** A moment as people write it. */
export function moment(iso) {
  return new Intl.DateTimeFormat(language === 'en' ? 'en' : 'es-CO', { dateStyle: 'medium', timeStyle: 'short' })
    .format(new Date(iso));
}
