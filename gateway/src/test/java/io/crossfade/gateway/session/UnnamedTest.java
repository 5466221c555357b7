package io.crossfade.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.gateway.wire.FrameScan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnnamedTest {
  private final Unnamed unnamed = new Unnamed();
  private final FrameScan scan = FrameScan.ofClient();

  /// Some clients send a head and its body one after the other, and a buffer may end anywhere.
  @Test
  void aParseIsKeptWhereverItIsCut() {
    byte[] parse = parse("", "SELECT 4711");
    for (int first = 1; first < parse.length; first++) {
      for (int second = first; second < parse.length; second++) {
        sent(parse("", "SELECT 1"), 0, parse("", "SELECT 1").length);
        sent(parse, 0, first);
        sent(parse, first, second);
        sent(parse, second, parse.length);
        assertThat(kept()).as("cut at %d and %d", first, second).isEqualTo(parse);
      }
    }
  }

  @Test
  void oneWithANameChangesNothing() {
    whole(parse("", "SELECT 1"));
    whole(parse("s1", "SELECT 2"));
    whole(parse("s2", "x".repeat(20_000)));
    assertThat(kept()).isEqualTo(parse("", "SELECT 1"));
  }

  @Test
  void aLongOneIsNotKeptAndNeitherIsTheOneBefore() {
    whole(parse("", "SELECT 1"));
    byte[] parse = parse("", "x".repeat(8 * 1024));
    sent(parse, 0, 5);
    sent(parse, 5, parse.length);
    assertThat(unnamed.isKnown()).isFalse();
    byte[] longest = parse("", "x".repeat(8 * 1024 - 4));
    whole(longest);
    assertThat(kept()).isEqualTo(longest);
  }

  private void whole(byte[] frame) {
    sent(frame, 0, frame.length);
  }

  private void sent(byte[] frame, int from, int to) {
    scan.over(Unpooled.wrappedBuffer(frame, from, to - from));
    for (int type = scan.next(); type != FrameScan.NONE; type = scan.next()) {
      unnamed.sent(scan);
    }
  }

  private byte[] kept() {
    ByteBuf out = Unpooled.buffer();
    unnamed.write(out);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] parse(String name, String sql) {
    byte[] body = (name + "\0" + sql + "\0\0\0").getBytes(StandardCharsets.ISO_8859_1);
    return ByteBufUtil.getBytes(
        Unpooled.buffer().writeByte('P').writeInt(4 + body.length).writeBytes(body));
  }
}
