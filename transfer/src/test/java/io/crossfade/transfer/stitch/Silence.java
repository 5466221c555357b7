package io.crossfade.transfer.stitch;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.follow.FollowListener;

/** Nobody is told. */
class Silence implements FollowListener {
  @Override
  public void touched(TableMapping table, Key key) {}

  @Override
  public void cleared(TableMapping table) {}

  @Override
  public void applied(int transactions, long changes, LoggedTransaction last) {}

  @Override
  public void foreign(LoggedTransaction transaction) {}

  @Override
  public void interrupted(CrossfadeException error) {}
}
