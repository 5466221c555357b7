package io.crossfade.gateway.session;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Md5Answer;
import io.crossfade.gateway.auth.ScramKeys;
import io.crossfade.gateway.auth.ScramProver;
import io.crossfade.gateway.auth.ScramServer;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.wire.DatabaseError;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import io.crossfade.gateway.wire.Texts;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Logs in to a database. Ends with the first ReadyForQuery; from then on nothing is read until
/// somebody takes the connection over.
final class BackendLogin extends ByteToMessageDecoder {
  private static final int LONGEST = 64 * 1024;
  private static final int OK = 0;
  private static final int CLEARTEXT = 3;
  private static final int MD5 = 5;
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private final Side side;
  private final Backend backend;
  private final Credentials credentials;
  private final Map<String, String> settings;
  private final ScramKeys keys;
  private final Promise<BackendConnection> opened;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private byte[] key = new byte[0];

  /// From the first message of SCRAM until the database has proved itself.
  private @Nullable ScramProver prover;

  BackendLogin(
      Side side,
      Backend backend,
      Credentials credentials,
      Map<String, String> settings,
      ScramKeys keys,
      Promise<BackendConnection> opened) {
    this.side = side;
    this.backend = backend;
    this.credentials = credentials;
    this.settings = settings;
    this.keys = keys;
    this.opened = opened;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    send(context, out -> Messages.startup(out, credentials.user(), backend.database(), settings));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (opened.isDone()) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < 5) {
      return;
    }
    int length = in.getInt(in.readerIndex() + 1);
    if (length < 4 || length > LONGEST) {
      throw Refusal.malformed("the " + name() + " sends " + length + " bytes at its login");
    }
    if (in.readableBytes() > length) {
      byte type = in.readByte();
      in.skipBytes(4);
      message(context, type, in.readSlice(length - 4));
    }
  }

  private void message(ChannelHandlerContext context, byte type, ByteBuf body) {
    switch (type) {
      case 'R' -> authentication(context, body.readInt(), body);
      case 'S' -> parameters.put(Texts.read(body), Texts.read(body));
      case 'K' -> key = ByteBufUtil.getBytes(body);
      case 'E' -> opened.tryFailure(refused(DatabaseError.read(body)));
      case 'Z' -> {
        context.channel().config().setAutoRead(false);
        opened.trySuccess(new BackendConnection(context.channel(), side, backend, parameters, key));
      }
      default -> {
        // A notice, or that it knows no newer protocol.
      }
    }
  }

  private void authentication(ChannelHandlerContext context, int code, ByteBuf body) {
    switch (code) {
      case OK -> {
        if (prover != null) {
          throw Refusal.malformed("the " + name() + " does not prove that it knows the password");
        }
      }
      case CLEARTEXT -> send(context, out -> Messages.password(out, inClear(context)));
      case MD5 -> {
        byte[] answer = Md5Answer.to(ByteBufUtil.getBytes(body), credentials);
        send(context, out -> Messages.password(out, answer));
      }
      case SASL -> beginScram(context, body);
      case SASL_CONTINUE -> proveAside(context, body.toString(StandardCharsets.UTF_8));
      case SASL_FINAL -> {
        prover().check(body.toString(StandardCharsets.UTF_8));
        prover = null;
      }
      default ->
          throw new Refusal(
              SqlState.REJECTED_BY_DATABASE,
              "the "
                  + name()
                  + " asks for a kind of login that the gateway does not know: "
                  + code);
    }
  }

  private byte[] inClear(ChannelHandlerContext context) {
    if (context.pipeline().get(SslHandler.class) == null) {
      throw new Refusal(
          SqlState.REJECTED_BY_DATABASE,
          "the " + name() + " asks for a password in clear, which it gets only over TLS");
    }
    return (credentials.password() + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private void beginScram(ChannelHandlerContext context, ByteBuf mechanisms) {
    boolean known = false;
    while (mechanisms.readableBytes() > 1) {
      known |= Texts.read(mechanisms).equals(ScramServer.MECHANISM);
    }
    if (!known) {
      throw new Refusal(
          SqlState.REJECTED_BY_DATABASE, "the " + name() + " does not offer SCRAM-SHA-256");
    }
    ScramProver begun = new ScramProver(credentials, keys);
    prover = begun;
    send(context, out -> Messages.saslFirst(out, ScramServer.MECHANISM, begun.first()));
  }

  /// On a thread of its own: an event loop has others to serve.
  private void proveAside(ChannelHandlerContext context, String serverFirst) {
    ScramProver proving = prover();
    Thread.ofVirtual()
        .start(() -> {
          try {
            byte[] last = proving.last(serverFirst).getBytes(StandardCharsets.UTF_8);
            context.executor().execute(() -> send(context, out -> Messages.password(out, last)));
          } catch (RuntimeException e) {
            opened.tryFailure(e);
          }
        });
  }

  private ScramProver prover() {
    if (prover == null) {
      throw Refusal.malformed("the " + name() + " goes on with SCRAM before it has begun");
    }
    return prover;
  }

  /// Of its errors only those are passed on that are not about the gateway's own credentials.
  private Refusal refused(DatabaseError error) {
    if (error.isAboutCredentials()) {
      return new Refusal(
          SqlState.REJECTED_BY_DATABASE,
          "the " + name() + " does not let the gateway in for this user (" + error.state() + ")");
    }
    return new Refusal(error.state(), error.message());
  }

  private String name() {
    return BackendConnector.name(side);
  }

  private static void send(ChannelHandlerContext context, Consumer<ByteBuf> message) {
    ByteBuf out = context.alloc().buffer();
    message.accept(out);
    Out.send(context, out);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    opened.tryFailure(
        new Refusal(
            SqlState.CONNECTION_FAILURE,
            "the " + name() + " has closed the connection at its login"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    opened.tryFailure(cause.getCause() instanceof Refusal refusal ? refusal : cause);
    Out.close(context);
  }
}
