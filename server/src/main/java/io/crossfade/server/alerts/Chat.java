package io.crossfade.server.alerts;

import io.crossfade.model.Secret;
import io.crossfade.server.wire.WireJson;
import java.io.IOException;
import java.util.Map;

/// Sends each message as `{"text": ...}`, which Slack, Mattermost and most others take.
final class Chat implements Channel {
  /// Nobody sees it, and no name is one any more.
  private static final String NOTHING = "\u200b";

  private final Post post;

  Chat(Secret url) {
    this.post = new Post(url);
  }

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    post.send(WireJson.write(Map.of("text", harmless(message.whole()))), Map.of());
  }

  /// A name must not call everybody in the room, nor make a link or a picture.
  static String harmless(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@" + NOTHING)
        .replace("](", "]" + NOTHING + "(")
        .replace("://", ":" + NOTHING + "//");
  }
}
