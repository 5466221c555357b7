package io.crossfade.gateway.auth;

/// With which the gateway logs in to a database.
///
/// @param password empty where the database asks for none
public record Credentials(String user, String password) {
  @Override
  public String toString() {
    return "credentials of " + user;
  }
}
