package io.crossfade.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScanTest {
  /// However the frames are cut into buffers, the same ones are seen.
  @Test
  void framesAreSeenWhereverBuffersBeginAndEnd() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      ByteBuf all = Unpooled.buffer();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        expected.add(frame(all, random));
      }
      assertThat(scanned(all, random, 1 + random.nextInt(60))).isEqualTo(expected);
    }
  }

  @Test
  void aFrameThatHasBegunIsNoBoundary() {
    FrameScan scan = FrameScan.ofClient();
    assertThat(scan.atBoundary()).isTrue();
    scan.over(bytes('Q', 0));
    assertThat(scan.next()).isEqualTo(FrameScan.NONE);
    assertThat(scan.atBoundary()).as("in its head").isFalse();
    scan.over(bytes(0, 0, 6, 'x'));
    assertThat(scan.next()).isEqualTo('Q');
    assertThat(scan.next()).isEqualTo(FrameScan.NONE);
    assertThat(scan.atBoundary()).as("in its body").isFalse();
    scan.over(bytes('y'));
    assertThat(scan.next()).isEqualTo(FrameScan.NONE);
    assertThat(scan.atBoundary()).isTrue();
  }

  /// A type of 255 is no end of the buffer.
  @Test
  void everyByteIsAType() {
    FrameScan scan = FrameScan.ofClient();
    scan.over(bytes(0xff, 0, 0, 0, 4, 'S', 0, 0, 0, 4));
    assertThat(scan.next()).isEqualTo(0xff);
    assertThat(scan.next()).isEqualTo('S');
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x4000_0000})
  void lengthsThatNoFrameHasAreRefused(int length) {
    FrameScan scan = FrameScan.ofClient();
    scan.over(Unpooled.buffer().writeByte('Q').writeInt(length));
    assertThatThrownBy(scan::next)
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.state()).isEqualTo("08P01"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 100_000})
  void readyForQueryHasOneByte(int length) {
    FrameScan scan = FrameScan.ofDatabase();
    scan.over(Unpooled.buffer().writeByte('Z').writeInt(length));
    assertThatThrownBy(scan::next).isInstanceOf(Refusal.class);
  }

  private static String frame(ByteBuf all, Random random) {
    char type = "ZSDCTd12".charAt(random.nextInt(8));
    int length = type == 'Z' ? 1 : random.nextInt(30);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < length; i++) {
      body.append((char) ('a' + random.nextInt(26)));
    }
    all.writeByte(type).writeInt(4 + length).writeCharSequence(body, StandardCharsets.US_ASCII);
    return switch (type) {
      case 'Z' -> "Z" + body;
      case 'S' -> "S" + body;
      default -> "" + type;
    };
  }

  private static List<String> scanned(ByteBuf all, Random random, int most) {
    FrameScan scan = FrameScan.ofDatabase();
    List<String> seen = new ArrayList<>();
    while (all.isReadable()) {
      scan.over(all.readSlice(Math.min(1 + random.nextInt(most), all.readableBytes())));
      for (int type = scan.next(); type != FrameScan.NONE; type = scan.next()) {
        seen.add(
            switch (type) {
              case 'Z' -> "Z" + (char) scan.firstOfBody();
              case 'S' -> "S" + scan.body().toString(StandardCharsets.US_ASCII);
              default -> "" + (char) type;
            });
      }
    }
    assertThat(scan.atBoundary()).isTrue();
    return seen;
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf bytes = Unpooled.buffer();
    for (int value : values) {
      bytes.writeByte(value);
    }
    return bytes;
  }
}
