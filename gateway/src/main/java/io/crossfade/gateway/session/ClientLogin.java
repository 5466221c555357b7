package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.ClientCertificate;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.auth.ScramServer;
import io.crossfade.gateway.auth.ScramVerifier;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.gateway.wire.StartupMessage;
import io.crossfade.gateway.wire.Texts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets a client prove who he is, then hands over to his session.
final class ClientLogin extends ByteToMessageDecoder {
  /// As PostgreSQL bounds it.
  private static final int LONGEST = 1024;

  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private final Shared shared;
  private final Session session;
  private final StartupMessage startup;
  private @Nullable ScramServer scram;
  private boolean begun;
  private @Nullable Future<?> deadline;

  ClientLogin(Shared shared, Session session, StartupMessage startup) {
    this.shared = shared;
    this.session = session;
    this.startup = startup;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ByteBuf out = context.alloc().buffer();
    if (startup.minorVersion() > 0 || !startup.unknown().isEmpty()) {
      Messages.negotiate(out, startup.unknown());
    }
    switch (shared.logins().proof(startup.user())) {
      case Proof.None() -> {
        Out.write(context, out);
        letIn();
      }
      case Proof.Certificate() -> {
        X509Certificate shown = Handshake.of(context).client();
        Out.write(context, out);
        if (shown != null && ClientCertificate.names(shown, startup.user())) {
          letIn();
        } else {
          exceptionCaught(context, wrongCertificate(startup.user()));
        }
      }
      case Proof.Scram(ScramVerifier verifier) -> {
        scram = new ScramServer(verifier, startup.user(), Handshake.of(context).endPoint());
        String offered = String.join("\0", scram.mechanisms()) + "\0\0";
        Messages.authentication(out, SASL, offered.getBytes(StandardCharsets.US_ASCII));
        Out.send(context, out);
        deadline = Out.closeAfter(context.channel(), shared.limits().login());
      }
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (scram == null || in.readableBytes() < 5) {
      return;
    }
    int type = in.getUnsignedByte(in.readerIndex());
    int length = in.getInt(in.readerIndex() + 1);
    if (type != 'p' || length < 4 || length > LONGEST) {
      throw Refusal.malformed("a message of type " + type + " where a password was expected");
    }
    if (in.readableBytes() > length) {
      in.skipBytes(5);
      answer(context, scram, in.readSlice(length - 4));
    }
  }

  private void answer(ChannelHandlerContext context, ScramServer proving, ByteBuf body) {
    ByteBuf out = context.alloc().buffer();
    if (begun) {
      byte[] last =
          proving.last(body.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
      Messages.authentication(out, SASL_FINAL, last);
      scram = null;
      Out.write(context, out);
      letIn();
      return;
    }
    begun = true;
    String mechanism = Texts.read(body);
    int length = body.readInt();
    if (length != body.readableBytes()) {
      throw Refusal.malformed("a first message of SCRAM of another length than it says");
    }
    byte[] first =
        proving
            .first(mechanism, body.toString(StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    Messages.authentication(out, SASL_CONTINUE, first);
    Out.send(context, out);
  }

  private static Refusal wrongCertificate(String user) {
    return new Refusal(
        SqlState.INVALID_AUTHORIZATION,
        "certificate authentication failed for user \"" + user + "\"");
  }

  private void letIn() {
    Login login = shared.logins().find(startup.user());
    if (login == null) {
      // Nothing proves a user that is not there.
      throw ScramServer.wrongPassword(startup.user());
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
    session.open(login);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Farewell.to(context.channel(), shared.limits().end(), Farewell.refusal(cause));
  }
}
