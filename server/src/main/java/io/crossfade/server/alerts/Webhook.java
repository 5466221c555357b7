package io.crossfade.server.alerts;

import java.io.IOException;
import java.util.Map;

/// Sends each message as signed JSON.
record Webhook(SignedPost post) implements Channel {
  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    post.send(
        message.id(),
        "migration." + message.kind().spelled(),
        message.at(),
        Map.of(
            "migration", message.migration(),
            "title", message.title(),
            "text", message.text()));
  }
}
