package io.crossfade.adapters;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A connection to a program on this machine. Nothing of it leaves the machine, so it needs no TLS.
public final class LocalSocket implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private LocalSocket(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  public static LocalSocket open(SocketAddress address) throws IOException {
    return new LocalSocket(SocketChannel.open(address));
  }

  public static SocketAddress unix(Path file) {
    return UnixDomainSocketAddress.of(file);
  }

  /// @throws IOException if the host is another machine
  public static SocketAddress loopback(String host, int port) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    if (!address.isLoopbackAddress()) {
      throw new IOException(
          host
              + " is not this machine: the adapter runs beside the program, whose file it changes");
    }
    return new InetSocketAddress(address, port);
  }

  public InputStream in() {
    return in;
  }

  public OutputStream out() {
    return out;
  }

  /// Talks, and hangs up where that takes longer: then whoever reads fails.
  public <T> T within(Duration patience, Talk<T> talk) throws IOException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    CompletableFuture<Void> _ =
        end.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, late) -> {
              if (late != null) {
                close();
              }
            });
    try {
      return talk.with(this);
    } catch (IOException e) {
      throw end.isDone()
          ? new IOException("no answer within " + patience.toSeconds() + " s", e)
          : e;
    } finally {
      end.complete(null);
    }
  }

  @FunctionalInterface
  public interface Talk<T> {
    T with(LocalSocket socket) throws IOException;
  }

  /// At once, also while somebody reads.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(LocalSocket.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "closing a connection", e);
    }
  }
}
