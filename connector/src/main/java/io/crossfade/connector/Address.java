package io.crossfade.connector;

import org.jspecify.annotations.Nullable;

/**
 * Where a database is, without secrets.
 *
 * @param url without the user
 * @param user null where nobody has said it
 * @param database its name there; may be empty
 */
public record Address(String url, @Nullable String user, String database) {}
