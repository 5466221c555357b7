package io.crossfade.client.dual;

import io.crossfade.model.Side;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * One word of the file: its length, a checksum, whether a write has begun or all is done, the side,
 * the store and the key.
 */
final class IntentRecord {
  private static final Logger LOG = System.getLogger(IntentRecord.class.getPackageName());

  static final byte[] HEADER = "crossfade intents 1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int FRAME = 2 * Integer.BYTES;
  private static final int FIXED = 2 + Integer.BYTES;

  private IntentRecord() {}

  static byte[] bytes(boolean begun, Side from, Item item) {
    byte[] store = item.store().getBytes(StandardCharsets.UTF_8);
    byte[] key = item.key().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(FRAME + FIXED + store.length + key.length);
    bytes.putInt(bytes.capacity() - FRAME).putInt(0);
    bytes.put((byte) (begun ? 1 : 0)).put((byte) (from == Side.SOURCE ? 'S' : 'T'));
    bytes.putInt(store.length).put(store).put(key);
    bytes.putInt(Integer.BYTES, sum(bytes, FRAME, bytes.capacity() - FRAME));
    return bytes.array();
  }

  /**
   * What has begun and is not done. A crash may have cut the last words off, or mixed them up:
   * nobody was told that these are on the disk, so nothing was written for them.
   */
  static List<IntentFile.Intent> readAll(Path path, byte[] file) throws IOException {
    if (file.length < HEADER.length || !Arrays.equals(HEADER, Arrays.copyOf(file, HEADER.length))) {
      throw new IOException("it is no file of intents, or one of another release");
    }
    Set<IntentFile.Intent> alive = new LinkedHashSet<>();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    bytes.position(HEADER.length);
    while (isWhole(bytes)) {
      int length = bytes.getInt();
      bytes.getInt();
      boolean begun = bytes.get() == 1;
      Side from = bytes.get() == 'S' ? Side.SOURCE : Side.TARGET;
      byte[] store = new byte[bytes.getInt()];
      bytes.get(store);
      byte[] key = new byte[length - FIXED - store.length];
      bytes.get(key);
      Item item =
          new Item(
              new String(store, StandardCharsets.UTF_8), new String(key, StandardCharsets.UTF_8));
      IntentFile.Intent intent = new IntentFile.Intent(from, item);
      if (begun) {
        alive.add(intent);
      } else {
        alive.remove(intent);
      }
    }
    if (bytes.hasRemaining()) {
      LOG.log(
          Level.WARNING,
          "{0} ends in {1} bytes that a crash has left unfinished; they are left out",
          path,
          bytes.remaining());
    }
    return List.copyOf(alive);
  }

  private static boolean isWhole(ByteBuffer bytes) {
    if (bytes.remaining() < FRAME + FIXED) {
      return false;
    }
    int at = bytes.position();
    int length = bytes.getInt(at);
    return length >= FIXED
        && length <= bytes.remaining() - FRAME
        && bytes.getInt(at + Integer.BYTES) == sum(bytes, at + FRAME, length);
  }

  private static int sum(ByteBuffer bytes, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.slice(from, length));
    return (int) crc.getValue();
  }
}
