package io.crossfade.server.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Whether a name leads nowhere but to this machine: what is said to it no network hears.
public final class ThisHost {
  private ThisHost() {}

  public static boolean is(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
