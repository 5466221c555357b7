package io.crossfade.cli.process;

import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.RemoteControl;
import org.jspecify.annotations.Nullable;

/// Sees how a migration is doing, whichever process carries it on, and while none does. Disturbs
/// nobody: the store in a file is only opened when a process was lost, because one that starts has
/// to wait for whoever reads it.
public final class Watching implements AutoCloseable {
  private final Whereabouts where;
  private @Nullable RemoteControl process;
  private @Nullable Status recorded;
  private boolean seen;

  public Watching(Whereabouts where) {
    this.where = where;
  }

  /// How it is doing now; MIGRATION_UNKNOWN where there is none. Null while somebody else reads
  /// what is recorded: then it is to be asked again.
  public @Nullable Status look() {
    if (process == null) {
      process = find();
    }
    if (process != null) {
      try {
        Status now = process.status();
        recorded = null;
        seen = true;
        return now;
      } catch (CrossfadeException e) {
        requireGone(e);
        close();
      }
    }
    return recorded();
  }

  /// Who was seen last, as people call it; null while there is nobody.
  public @Nullable String carrier() {
    return process == null ? null : process.name();
  }

  private @Nullable RemoteControl find() {
    try {
      return RunningProcess.find(where).orElse(null);
    } catch (CrossfadeException e) {
      requireGone(e);
      return null; // it starts, or has just ended
    }
  }

  private @Nullable Status recorded() {
    return switch (where) {
      case ServedMigration _ -> null;
      case StateDirectory directory -> recorded(directory);
    };
  }

  private @Nullable Status recorded(StateDirectory directory) {
    if (recorded == null || directory.isShared()) {
      try {
        recorded = directory.recordedStatus();
      } catch (CrossfadeException e) {
        if (e.code() != ErrorCode.ALREADY_RUNNING && e.code() != ErrorCode.DATABASE_FAILED) {
          throw e;
        }
      }
    }
    return recorded;
  }

  /// A server that never answered is none that could come back.
  private void requireGone(CrossfadeException e) {
    boolean neverThere = where instanceof ServedMigration && !seen;
    if (e.code() != ErrorCode.NOT_RUNNING || neverThere) {
      throw e;
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
