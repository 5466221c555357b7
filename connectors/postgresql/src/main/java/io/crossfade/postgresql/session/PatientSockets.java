package io.crossfade.postgresql.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Makes the sockets of one session. The driver knows factories by the names of their classes only,
 * so the session's {@link Vigil} is handed over by a name too.
 */
public final class PatientSockets extends SocketFactory {
  private static final Map<String, Vigil> OFFERED = new ConcurrentHashMap<>();

  private final Vigil vigil;

  /** For the driver. */
  public PatientSockets(String name) {
    Vigil offered = OFFERED.get(name);
    if (offered == null) {
      throw new IllegalArgumentException("nobody opens a session of the name " + name);
    }
    this.vigil = offered;
  }

  /** The name by which the driver finds it, until it is {@link #withdraw}n. */
  static String offer(Vigil vigil) {
    String name = UUID.randomUUID().toString();
    OFFERED.put(name, vigil);
    return name;
  }

  static void withdraw(String name) {
    OFFERED.remove(name);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new PatientSocket(vigil);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    return createSocket(host.getHostName(), port);
  }
}
