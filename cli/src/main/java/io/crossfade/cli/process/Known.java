package io.crossfade.cli.process;

import io.crossfade.engine.Control;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.Status;
import io.crossfade.engine.audit.Audit;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.RemoteControl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What can be known of a migration: by its process, or else by what is recorded. MIGRATION_UNKNOWN
/// where there is neither.
public final class Known {
  private Known() {}

  public static Status status(Whereabouts where) {
    return known(where, Control::status, StateDirectory::recordedStatus);
  }

  public static List<Recorded> events(Whereabouts where) {
    return known(where, Control::events, StateDirectory::recordedEvents);
  }

  /// @param question may be asked once more, of what is recorded, where the process ends meanwhile
  public static <T> T audit(Whereabouts where, Function<Audit, T> question) {
    return known(
        where,
        control -> question.apply(control.audit()),
        recorded -> recorded.recordedAudit(question));
  }

  /// The running process's answer; empty where none can be asked from here.
  public static <T> Optional<T> running(Whereabouts where, Function<Control, T> question) {
    try (RemoteControl control = RunningProcess.find(where).orElse(null)) {
      return control == null ? Optional.empty() : Optional.of(question.apply(control));
    }
  }

  private static <T> T known(
      Whereabouts where, Function<RemoteControl, T> asked, Function<StateDirectory, T> recorded) {
    return switch (where) {
      case ServedMigration served -> {
        try (RemoteControl control = served.control()) {
          yield asked.apply(control);
        }
      }
      case StateDirectory directory -> known(directory, asked, recorded);
    };
  }

  private static <T> T known(
      StateDirectory directory,
      Function<RemoteControl, T> asked,
      Function<StateDirectory, T> recorded) {
    Optional<RemoteControl> running = RunningProcess.find(directory);
    if (running.isEmpty()) {
      return recorded.apply(directory);
    }
    try (RemoteControl control = running.get()) {
      return asked.apply(control);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.NOT_RUNNING) {
        throw e;
      }
      // it ended while we asked: what it recorded is all there is now
      return recorded.apply(directory);
    }
  }
}
