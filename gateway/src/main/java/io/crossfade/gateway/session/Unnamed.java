package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.FrameScan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// The prepared statement without a name, as the client has sent it last. Some drivers prepare it
/// in one round trip and run it in the next, and no database lists it.
final class Unnamed {
  private byte[] parse = new byte[0];

  /// Of the body of that Parse; 0 if there is none, or if it was too long to be kept.
  private int length;

  /// Looks at a Parse. One with a name does not change the one without.
  void sent(FrameScan scan) {
    if (scan.isWhole()) {
      keep(scan.body());
    } else if (!scan.isNamed()) {
      length = 0;
    }
  }

  boolean isKnown() {
    return length > 0;
  }

  void write(ByteBuf to) {
    to.writeByte('P').writeInt(4 + length).writeBytes(parse, 0, length);
  }

  /// The body of that Parse.
  ByteBuf body() {
    return Unpooled.wrappedBuffer(parse, 0, length);
  }

  /// Of a Parse that was not sent to this database.
  void keep(ByteBuf body) {
    if (body.isReadable() && body.getByte(body.readerIndex()) == 0) {
      length = body.readableBytes();
      if (length > parse.length) {
        parse = new byte[Math.max(length, 2 * parse.length)];
      }
      body.getBytes(body.readerIndex(), parse, 0, length);
    }
  }
}
