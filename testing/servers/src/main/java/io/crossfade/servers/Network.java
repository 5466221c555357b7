package io.crossfade.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The way to a server, which can be bad: slow, or lose whatever is on it without telling either
 * end. New connections are taken while it is bad, as by a firewall that has lost its memory, and
 * are as bad as the others.
 */
public final class Network implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private volatile int serverPort;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean loses;
  private volatile boolean hasLost;
  private volatile long delayNanos;

  private Network(int serverPort, ServerSocket listening) {
    this.serverPort = serverPort;
    this.listening = listening;
  }

  /** To a server on this machine. */
  public static Network to(int serverPort) {
    try {
      Network network =
          new Network(serverPort, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      start(network::accept);
      return network;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen", e);
    }
  }

  /** Where the server seems to be. */
  public int port() {
    return listening.getLocalPort();
  }

  /**
   * From now on it leads to another server on this machine, as the address of one that was failed
   * over does. Connections that are open stay where they are.
   */
  public void leadTo(int port) {
    serverPort = port;
  }

  /** From now on whatever is sent, either way, is lost; nobody is told. */
  public void lose() {
    hasLost = false;
    loses = true;
  }

  /** Whether anything was lost since the last {@link #lose}. */
  public boolean hasLost() {
    return hasLost;
  }

  /** What is sent from now on arrives; what was lost does not. */
  public void heal() {
    loses = false;
  }

  /** Each piece of what the server answers comes so much later. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot hang up", e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException e) {
        // Closed, or the server is not there; whoever has connected finds out.
        continue;
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      open.add(server);
      start(() -> pass(client, server, false));
      start(() -> pass(server, client, true));
    } catch (IOException e) {
      open.remove(client);
      client.close();
      throw e;
    }
  }

  private void pass(Socket from, Socket to, boolean slowly) {
    byte[] block = new byte[BLOCK];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        if (slowly && delayNanos > 0) {
          LockSupport.parkNanos(delayNanos);
        }
        if (loses) {
          hasLost = true;
        } else {
          out.write(block, 0, count);
        }
      }
    } catch (IOException e) {
      // One end has hung up, so the other is hung up too.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "network");
    thread.setDaemon(true);
    thread.start();
  }
}
