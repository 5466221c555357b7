package io.crossfade.mysql.log;

/**
 * An event as it came.
 *
 * @param seconds of the server's clock
 * @param next the lower half of the position after it; 0 where it has none
 * @param body what follows the header, without the checksum
 */
record LogEvent(int type, long seconds, long next, int flags, byte[] body) {
  static LogEvent read(byte[] header, byte[] body) {
    Bytes in = new Bytes(header);
    long seconds = in.uint32();
    int type = in.int8();
    in.skip(4);
    in.skip(4);
    long next = in.uint32();
    return new LogEvent(type, seconds, next, in.int16(), body);
  }

  boolean isArtificial() {
    return (flags & EventType.FLAG_ARTIFICIAL) != 0;
  }

  boolean isIgnorable() {
    return (flags & EventType.FLAG_IGNORABLE) != 0;
  }
}
