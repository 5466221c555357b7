package io.crossfade.spring;

import io.crossfade.client.ControlPlane;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the control plane is found.
 *
 * @param property that says so, for people
 */
record Connection(String property, Supplier<ControlPlane> planes) {
  private static final String SCHEME = "crossfade:";
  private static final String ADDRESS = "crossfade.address";

  static Connection of(CrossfadeProperties properties) {
    Path file = properties.connectionFile();
    String address = properties.address();
    Path tokenFile = properties.tokenFile();
    Secret token = properties.token();
    if (address == null) {
      refuseWithoutAddress("crossfade.token-file", tokenFile);
      refuseWithoutAddress("crossfade.token", token);
      return inFile(file);
    }
    if (file != null) {
      throw Misconfigured.property(
          ADDRESS,
          "is set, and crossfade.connection-file too, which holds an address of its own.",
          "Remove one of the two.");
    }
    if ((tokenFile == null) == (token == null)) {
      throw Misconfigured.property(
          ADDRESS,
          "needs one token, and " + (token == null ? "none is" : "two are") + " set.",
          "Set either crossfade.token-file or crossfade.token; `crossfade status` says where a token lies.");
    }
    return at(address, tokenFile, token);
  }

  private static void refuseWithoutAddress(String property, @Nullable Object value) {
    if (value != null) {
      throw Misconfigured.property(
          property,
          "is set without crossfade.address, to which it would be shown.",
          "Set the address, or use crossfade.connection-file alone.");
    }
  }

  private static Connection inFile(@Nullable Path file) {
    if (file == null) {
      throw Misconfigured.property(
          "crossfade.connection-file",
          "is not set, nor is crossfade.address, so it is unknown whose routes to follow.",
          "Set crossfade.connection-file to the file that `crossfade run` writes (.crossfade/MIGRATION/routes),"
              + " or crossfade.address and crossfade.token-file; or crossfade.enabled=false where nothing is moved.");
    }
    return new Connection("crossfade.connection-file", ControlPlane.in(file));
  }

  private static Connection at(String address, @Nullable Path tokenFile, @Nullable Secret token) {
    String connection = address.startsWith(SCHEME) ? address : SCHEME + address;
    try {
      if (tokenFile != null) {
        return new Connection(ADDRESS, ControlPlane.at(connection, tokenFile));
      }
      ControlPlane plane = ControlPlane.at(connection, token == null ? new Secret("") : token);
      return new Connection(ADDRESS, () -> plane);
    } catch (CrossfadeException e) {
      throw Misconfigured.because(
          e.code(),
          ADDRESS + ": \"" + address + "\" is no address of routes.",
          "Set it to http://HOST:PORT/routes/MIGRATION, as `crossfade status` shows it.",
          e);
    }
  }
}
