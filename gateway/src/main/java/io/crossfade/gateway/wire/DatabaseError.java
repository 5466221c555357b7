package io.crossfade.gateway.wire;

import io.netty.buffer.ByteBuf;

/// What a database has said in an ErrorResponse.
public record DatabaseError(String state, String message) {
  public static DatabaseError read(ByteBuf body) {
    String state = "";
    String message = "";
    while (body.isReadable()) {
      byte kind = body.readByte();
      if (kind == 0) {
        break;
      }
      String value = Texts.read(body);
      switch (kind) {
        case 'C' -> state = value;
        case 'M' -> message = value;
        default -> {
          // Of no use to whoever logs in.
        }
      }
    }
    return new DatabaseError(state, message);
  }

  /// Class 28: the credentials were not accepted. They are the gateway's, and no client's business.
  public boolean isAboutCredentials() {
    return state.startsWith("28");
  }
}
