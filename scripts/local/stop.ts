/** npm stop: ends the local AWS that `npm start` left running; everything in it is gone with it. */
import { stopRemembered } from './running';

void stopRemembered().then((stopped) =>
  console.log(stopped ? 'The local AWS is stopped.' : 'No local AWS is running.'),
);
