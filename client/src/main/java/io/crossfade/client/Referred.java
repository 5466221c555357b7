package io.crossfade.client;

import java.io.IOException;

/** The server that was asked does not carry the migration on, and says which one does. */
final class Referred extends IOException {
  private static final long serialVersionUID = 1;

  private final String server;

  Referred(String server) {
    super("another server carries the migration on: " + server);
    this.server = server;
  }

  /** Its address, without a path. */
  String server() {
    return server;
  }
}
