package io.crossfade.gateway.session;

import io.crossfade.gateway.wire.FrameScan;
import io.netty.buffer.ByteBuf;

/// The prepared statement without a name, as the client has sent it last. Some drivers prepare it
/// in one round trip and run it in the next, and no database lists it.
final class Unnamed {
  private static final int LONGEST = 8 * 1024;

  private byte[] parse = new byte[0];

  /// 0 if there is none, or if it is not known here.
  private int length;

  /// Looks at a Parse. One with a name does not change the one without.
  void sent(FrameScan scan) {
    int here = scan.lengthHere();
    if (here == 0) {
      length = 0;
    } else if (scan.nextByte() == 0) {
      keep(scan, here);
    }
  }

  boolean isKnown() {
    return length > 0;
  }

  void write(ByteBuf to) {
    to.writeBytes(parse, 0, length);
  }

  private void keep(FrameScan scan, int here) {
    length = here > LONGEST ? 0 : here;
    if (length > parse.length) {
      parse = new byte[Math.max(length, Math.min(LONGEST, 2 * parse.length))];
    }
    if (length > 0) {
      scan.copyFrame(parse);
    }
  }
}
