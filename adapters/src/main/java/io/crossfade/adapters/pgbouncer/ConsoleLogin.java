package io.crossfade.adapters.pgbouncer;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import io.crossfade.adapters.pgbouncer.Frames.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Logs in to the console, however it asks for the password. The connection does not leave the
/// machine, so that a password in clear is none for others.
record ConsoleLogin(PgBouncerSettings.Login login, Frames frames) {
  private static final String MECHANISM = "SCRAM-SHA-256";
  private static final int OK = 0;
  private static final int CLEAR = 3;
  private static final int MD5 = 5;
  private static final int SASL = 10;

  void run() throws IOException {
    frames.startup(login.user(), "pgbouncer");
    while (true) {
      ByteBuffer asked = ByteBuffer.wrap(authentication().body());
      switch (asked.getInt()) {
        case OK -> {
          return;
        }
        case CLEAR -> password(login.password().reveal());
        case MD5 -> password("md5" + md5(salted(asked)));
        case SASL -> scram();
        default -> throw new IOException("it asks for a login that is not known here");
      }
    }
  }

  private Frame authentication() throws IOException {
    Frame frame = frames.next();
    if (frame.type() == 'E') {
      throw new Refused(frame);
    }
    if (frame.type() != 'R') {
      throw new IOException("it does not speak PostgreSQL's protocol");
    }
    return frame;
  }

  private void password(String answer) throws IOException {
    frames.send('p', Frames.terminated(answer));
  }

  private byte[] salted(ByteBuffer asked) {
    byte[] inner = bytes(md5(bytes(login.password().reveal() + login.user())));
    byte[] both = Arrays.copyOf(inner, inner.length + asked.remaining());
    asked.get(both, inner.length, asked.remaining());
    return both;
  }

  private void scram() throws IOException {
    try {
      ScramClient client =
          ScramClient.builder()
              .advertisedMechanisms(List.of(MECHANISM))
              .username(login.user())
              .password(login.password().reveal().toCharArray())
              .build();
      byte[] first = bytes(client.clientFirstMessage().toString());
      ByteArrayOutputStream initial = new ByteArrayOutputStream();
      initial.writeBytes(Frames.terminated(MECHANISM));
      initial.writeBytes(ByteBuffer.allocate(4).putInt(first.length).array());
      initial.writeBytes(first);
      frames.send('p', initial.toByteArray());
      client.serverFirstMessage(said());
      frames.send('p', bytes(client.clientFinalMessage().toString()));
      client.serverFinalMessage(said());
    } catch (ScramException e) {
      throw new IOException("it does not prove that it knows the password", e);
    }
  }

  private String said() throws IOException {
    byte[] body = authentication().body();
    return new String(body, 4, body.length - 4, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String md5(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
