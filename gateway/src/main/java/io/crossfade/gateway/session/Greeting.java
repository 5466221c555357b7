package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.Messages;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What a client is told of the database that he has come to.
final class Greeting {
  private Greeting() {}

  /// After his login.
  static void first(Channel client, BackendConnection database, long cancelKey) {
    ByteBuf out = client.alloc().buffer();
    Messages.authentication(out, 0, new byte[0]);
    database.parameters().forEach((name, value) -> Messages.parameterStatus(out, name, value));
    Messages.backendKey(out, cancelKey);
    Messages.readyForQuery(out);
    Out.send(client, out);
  }

  /// After a move: where the other database is not like the one before.
  static void again(Channel client, @Nullable BackendConnection here, BackendConnection there) {
    ByteBuf out = client.alloc().buffer();
    there
        .parameters()
        .forEach((name, value) -> {
          if (here == null || !value.equals(here.parameters().get(name))) {
            Messages.parameterStatus(out, name, value);
          }
        });
    Out.send(client, out);
  }
}
