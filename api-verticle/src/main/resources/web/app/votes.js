// The vote button, used by the gallery and by a video's own page.
import { h, notify } from './dom.js';
import { ApiError, request, sentence } from './api.js';
import * as session from './session.js';
import { t } from './texts.js';

/**
 * A button that votes, or withdraws the vote.
 *
 * onCount is told by how much the counter has moved. Withdrawing is offered only where `mayWithdraw`.
 */
export function voteButton(video, { onCount, mayWithdraw = false }) {
  const button = h('button', { type: 'button', class: 'primary vote' });
  let busyUntil = 0;

  const draw = () => {
    const isVoted = session.voted().has(video.video_id);
    button.textContent = isVoted ? (mayWithdraw ? t.withdraw : t.voted) : t.vote;
    button.classList.toggle('voted', isVoted);
    button.setAttribute('aria-label', `${button.textContent}: ${video.title}, ${video.player_name}`);
    button.disabled = (isVoted && !mayWithdraw) || Date.now() < busyUntil;
  };

  const rest = (seconds) => {
    busyUntil = Date.now() + seconds * 1000;
    setTimeout(draw, seconds * 1000 + 50);
  };

  const cast = async () => {
    await request(`/api/public/videos/${video.video_id}/vote`, { method: 'POST' });
    session.remember(video.video_id, true);
    onCount(1);
    notify(t.voteThanks, 'good');
  };

  const withdraw = async () => {
    await request(`/api/public/videos/${video.video_id}/vote`, { method: 'DELETE' });
    session.remember(video.video_id, false);
    onCount(-1);
    notify(t.voteWithdrawn, 'good');
  };

  button.addEventListener('click', async () => {
    if (!session.current()) {
      notify(t.voteLogin);
      location.hash = `#/entrar?next=${encodeURIComponent(`/video/${video.video_id}`)}`;
      return;
    }
    button.disabled = true;
    const isVoted = session.voted().has(video.video_id);
    try {
      await (isVoted ? withdraw() : cast());
    } catch (error) {
      if (error instanceof ApiError && error.code === 'ALREADY_VOTED') session.remember(video.video_id, true);
      if (error instanceof ApiError && error.code === 'VOTE_NOT_FOUND') session.remember(video.video_id, false);
      if (error instanceof ApiError && error.isBusy) rest(error.retryAfter ?? 2);
      notify(sentence(error), 'error');
    }
    draw();
  });
  draw();
  return button;
}
