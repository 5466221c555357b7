package io.crossfade.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Walks over the frames of one direction, in buffers as they were read: a frame may begin and end
/// anywhere in them. Of most frames only the head is looked at; nothing is copied.
public final class FrameScan {
  /// No further frame begins in this buffer.
  public static final int NONE = -1;

  /// What no frame of PostgreSQL's exceeds.
  private static final int LONGEST = 0x3fff_ffff;

  private static final int LONGEST_WHOLE = 64 * 1024;
  private static final int LONGEST_PARSE = 8 * 1024;
  private static final int HEAD = 5;

  private final boolean fromDatabase;
  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int at;
  private int end;

  /// Bytes of the current body that are still to come.
  private int skip;

  /// Of a head that lies in two buffers: what is there of it.
  private final ByteBuf head = Unpooled.buffer(HEAD, HEAD);

  /// Of a frame that is taken whole and lies in two buffers: what is there of its body.
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

  private int gathering = NONE;

  /// Whether the current frame was taken whole.
  private boolean whole;

  private ByteBuf body = Unpooled.EMPTY_BUFFER;
  private int bodyAt;
  private int bodyLength;

  private FrameScan(boolean fromDatabase) {
    this.fromDatabase = fromDatabase;
  }

  /// Takes a Parse whole, if its body is not longer than 8 KiB.
  public static FrameScan ofClient() {
    return new FrameScan(false);
  }

  /// Takes ReadyForQuery and ParameterStatus whole.
  public static FrameScan ofDatabase() {
    return new FrameScan(true);
  }

  /// Goes on with this buffer, which must be the next one of its direction.
  public void over(ByteBuf next) {
    in = next;
    at = next.readerIndex();
    end = next.writerIndex();
  }

  /// The type of the next frame, as soon as its head is there (of one that is taken whole: its body
  /// too), or NONE.
  ///
  /// @throws Refusal if no frame can be so long or so short
  public int next() {
    if (gathering != NONE) {
      return gather();
    }
    if (skip > 0) {
      int jump = Math.min(skip, end - at);
      at += jump;
      skip -= jump;
      if (skip > 0) {
        return NONE;
      }
    }
    if (head.isReadable() || end - at < HEAD) {
      return splitHead();
    }
    int type = in.getUnsignedByte(at);
    int length = in.getInt(at + 1);
    at += HEAD;
    return entered(type, length);
  }

  /// Whether all that was walked over ended with the end of a frame.
  public boolean atBoundary() {
    return skip == 0 && gathering == NONE && !head.isReadable();
  }

  /// Whether all of the current frame's body is here.
  public boolean isWhole() {
    return whole;
  }

  /// Of a Parse that was not taken whole: whether it is known to be of a statement with a name.
  public boolean isNamed() {
    return at < end && in.getByte(at) != 0;
  }

  /// Of ReadyForQuery: how the transaction stands.
  public byte firstOfBody() {
    return body.getByte(bodyAt);
  }

  /// Of a frame taken whole.
  public ByteBuf body() {
    return body.slice(bodyAt, bodyLength);
  }

  /// The current frame's body, if it was not taken whole but lies in this buffer; else empty.
  public ByteBuf bodyHere() {
    return !whole && end - at >= skip ? in.slice(at, skip) : Unpooled.EMPTY_BUFFER;
  }

  private int splitHead() {
    int take = Math.min(HEAD - head.readableBytes(), end - at);
    head.writeBytes(in, at, take);
    at += take;
    if (head.readableBytes() < HEAD) {
      return NONE;
    }
    int type = head.getUnsignedByte(0);
    int length = head.getInt(1);
    head.clear();
    return entered(type, length);
  }

  private int entered(int type, int length) {
    if (length < 4 || length > LONGEST) {
      throw Refusal.malformed("a frame of type " + type + " says that it is " + length + " long");
    }
    skip = length - 4;
    whole = false;
    boolean wanted =
        fromDatabase ? type == 'Z' || type == 'S' : type == 'P' && skip <= LONGEST_PARSE;
    return wanted ? whole(type) : type;
  }

  private int whole(int type) {
    if (skip > LONGEST_WHOLE || (type == 'Z' && skip != 1)) {
      throw Refusal.malformed("a frame of type " + (char) type + " with " + skip + " bytes");
    }
    if (end - at >= skip) {
      body = in;
      bodyAt = at;
      bodyLength = skip;
      at += skip;
      skip = 0;
      whole = true;
      return type;
    }
    gathered = Unpooled.buffer(skip, skip);
    gathering = type;
    return gather();
  }

  private int gather() {
    int take = Math.min(skip, end - at);
    gathered.writeBytes(in, at, take);
    at += take;
    skip -= take;
    if (skip > 0) {
      return NONE;
    }
    int type = gathering;
    gathering = NONE;
    body = gathered;
    bodyAt = 0;
    bodyLength = gathered.readableBytes();
    whole = true;
    return type;
  }
}
