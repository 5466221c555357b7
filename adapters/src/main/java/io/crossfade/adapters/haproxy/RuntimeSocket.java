package io.crossfade.adapters.haproxy;

import io.crossfade.adapters.LocalSocket;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// HAProxy's runtime socket: a connection for each question, which HAProxy ends.
record RuntimeSocket(Path path) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  String ask(String question) {
    try (LocalSocket socket = LocalSocket.open(LocalSocket.unix(path))) {
      return socket.within(
          PATIENCE,
          _ -> {
            socket.out().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            socket.out().flush();
            return new String(socket.in().readAllBytes(), StandardCharsets.UTF_8).strip();
          });
    } catch (IOException e) {
      throw failed("cannot be asked: " + e.getMessage(), e);
    }
  }

  /// What HAProxy answers to a command is what it has against it.
  void run(String command) {
    String answer = ask(command);
    if (!answer.isEmpty()) {
      throw failed("has not done `%s`: %s".formatted(command, answer), null);
    }
  }

  private CrossfadeException failed(String what, @Nullable IOException e) {
    return new CrossfadeException(
        ErrorCode.CONFIGURATION_INVALID, "HAProxy's socket %s %s".formatted(path, what), e);
  }
}
