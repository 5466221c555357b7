package io.crossfade.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// Ports of this machine.
public final class Ports {
  private Ports() {}

  /// Whether somebody accepts connections there.
  public static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
