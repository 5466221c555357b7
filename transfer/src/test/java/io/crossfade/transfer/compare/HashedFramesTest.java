package io.crossfade.transfer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two engines give what is equal in forms of their own, and what differs is never the same. */
class HashedFramesTest {
  private static final Kind DECIMAL = Kind.decimal();

  /** No other field here is empty. */
  private static final byte[] NULL = {};

  @Test
  void decimalsAreEqualByTheirValues() {
    String hash = hash(DECIMAL, numeric(0, 0, 2, 12, 3000));
    assertThat(hash(DECIMAL, numeric(0, 0, 1, 12, 3000))).as("12.3").isEqualTo(hash);
    assertThat(hash(DECIMAL, numeric(0, 0, 6, 12, 3000, 0))).as("12.300000").isEqualTo(hash);
    assertThat(hash(DECIMAL, numeric(1, 0, 2, 0, 12, 3000))).as("0012.30").isEqualTo(hash);

    assertThat(hash(DECIMAL, numeric(0, 0x4000, 2, 12, 3000))).as("-12.30").isNotEqualTo(hash);
    assertThat(hash(DECIMAL, numeric(1, 0, 0, 12, 3000))).as("123000").isNotEqualTo(hash);
    assertThat(hash(DECIMAL, numeric(0, 0, 2, 12, 3001))).as("12.3001").isNotEqualTo(hash);
    assertThat(hash(DECIMAL, numeric(0, 0xc000, 0))).as("NaN").isNotEqualTo(zero());
    assertThat(hash(DECIMAL, numeric(0, 0, 2, 0, 0))).as("0.00").isEqualTo(zero());
    assertThat(hash(DECIMAL, numeric(-1, 0, 2, 0))).as("0.00").isEqualTo(zero());
  }

  private static String zero() {
    return hash(DECIMAL, numeric(0, 0, 0));
  }

  @Test
  void zeroHasNoSign() {
    Kind kind = Kind.floating(64);
    assertThat(hash(kind, floating(-0.0))).isEqualTo(hash(kind, floating(0.0)));
    assertThat(hash(kind, floating(-1.0))).isNotEqualTo(hash(kind, floating(1.0)));
    assertThat(hash(kind, floating(-Double.MIN_VALUE))).isNotEqualTo(hash(kind, floating(0)));
  }

  @Test
  void documentsAndPaddedTextsAreInTheirNormalForm() {
    Kind json = Kind.of(Family.JSON);
    assertThat(hash(json, bytes("\1{\"b\": 1.0, \"a\": []}")))
        .isEqualTo(hash(json, bytes("\1{\"a\":[],\"b\":1}")))
        .isNotEqualTo(hash(json, bytes("\1{\"a\":[],\"b\":2}")));
    Kind padded = Kind.text(5).with(Trait.PADDED);
    assertThat(hash(padded, bytes("ab   "))).isEqualTo(hash(padded, bytes("ab")));
    assertThat(hash(null, bytes("ab   "))).isNotEqualTo(hash(null, bytes("ab")));
  }

  @Test
  void rowsMayComeInAnyPartsAndOrder() {
    byte[] head = bytes("PGCOPY\n\u00ff\r\n\0", "\0\0\0\0", "\0\0\0\0");
    byte[] one = row(bytes("a"), NULL);
    byte[] other = row(NULL, bytes("a"));
    byte[] end = {-1, -1};
    List<Optional<Kind>> kinds = List.of(Optional.empty(), Optional.empty());
    HashedFrames whole = new HashedFrames(kinds);
    byte[] all = joined(new byte[3], head, one, other, end);
    whole.accept(all, 3, all.length - 3);
    HashedFrames parts = new HashedFrames(kinds);
    for (byte[] part : List.of(joined(head, other), one, end)) {
      parts.accept(part, 0, part.length);
    }
    HashedFrames twice = new HashedFrames(kinds);
    byte[] same = joined(head, one, one, end);
    twice.accept(same, 0, same.length);
    assertThat(whole.sum().digest(0)).isPresent().isEqualTo(parts.sum().digest(0));
    assertThat(twice.sum().digest(0)).isNotEqualTo(whole.sum().digest(0));
    HashedFrames none = new HashedFrames(kinds);
    none.accept(joined(head, end), 0, head.length + end.length);
    assertThat(none.sum().digest(0)).isEmpty();
  }

  private static String hash(@Nullable Kind kind, byte[] field) {
    HashedFrames frames = new HashedFrames(List.of(Optional.ofNullable(kind)));
    byte[] frame = joined(new byte[19], row(field));
    frames.accept(frame, 0, frame.length);
    return frames.sum().digest(0).orElseThrow().sums();
  }

  private static byte[] row(byte[]... fields) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(ByteBuffer.allocate(2).putShort((short) fields.length).array());
    for (byte[] field : fields) {
      int length = field.length == 0 ? -1 : field.length;
      parts.add(ByteBuffer.allocate(4).putInt(length).array());
      parts.add(field);
    }
    return joined(parts.toArray(byte[][]::new));
  }

  /** Groups of four digits, with the place of the first, the sign, and the digits shown before. */
  private static byte[] numeric(int place, int sign, int shown, int... groups) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + 2 * groups.length);
    buffer.putShort((short) groups.length).putShort((short) place);
    buffer.putShort((short) sign).putShort((short) shown);
    Arrays.stream(groups).forEach(group -> buffer.putShort((short) group));
    return buffer.array();
  }

  private static byte[] floating(double value) {
    return ByteBuffer.allocate(8).putDouble(value).array();
  }

  private static byte[] bytes(String... texts) {
    return String.join("", texts).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
