package io.crossfade.server.alerts;

import java.io.IOException;

/// A way by which messages reach people.
public interface Channel {
  /// As it is called in the configuration, such as `chat`.
  String name();

  /// Sends one, in less than half a minute, or throws why it did not arrive, without a secret.
  void send(Message message) throws IOException, InterruptedException;

  /// The other end will never take this message, however often it is sent.
  final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    public Refused(String why) {
      super(why);
    }
  }
}
