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
  private static final int HEAD = 5;

  private final boolean fromDatabase;
  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int at;
  private int end;

  /// Bytes of the current body that are still to come.
  private int skip;

  /// Of a head that lies in two buffers: what is there of it.
  private final ByteBuf head = Unpooled.buffer(HEAD, HEAD);

  /// Whether the head of the current frame lies in this buffer.
  private boolean headHere;

  /// Of a frame that is taken whole and lies in two buffers: what is there of its body.
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

  private int gathering = NONE;

  private ByteBuf body = Unpooled.EMPTY_BUFFER;
  private int bodyAt;
  private int bodyLength;

  private FrameScan(boolean fromDatabase) {
    this.fromDatabase = fromDatabase;
  }

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
    headHere = true;
    return entered(type, length);
  }

  /// Whether all that was walked over ended with the end of a frame.
  public boolean atBoundary() {
    return skip == 0 && gathering == NONE && !head.isReadable();
  }

  /// The length of the current frame with its head, if all of it lies in this buffer; else 0.
  public int lengthHere() {
    return headHere && skip <= end - at ? HEAD + skip : 0;
  }

  /// The first byte of the current frame's body, which must lie in this buffer.
  public byte nextByte() {
    return skip == 0 ? -1 : in.getByte(at);
  }

  /// Of a frame that lies in this buffer.
  public void copyFrame(byte[] to) {
    in.getBytes(at - HEAD, to, 0, HEAD + skip);
  }

  /// Of ReadyForQuery: how the transaction stands.
  public byte firstOfBody() {
    return body.getByte(bodyAt);
  }

  /// Of a frame taken whole.
  public ByteBuf body() {
    return body.slice(bodyAt, bodyLength);
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
    headHere = false;
    return entered(type, length);
  }

  private int entered(int type, int length) {
    if (length < 4 || length > LONGEST) {
      throw Refusal.malformed("a frame of type " + type + " says that it is " + length + " long");
    }
    skip = length - 4;
    return fromDatabase && (type == 'Z' || type == 'S') ? whole(type) : type;
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
    return type;
  }
}
