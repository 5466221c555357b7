package io.crossfade.connector;

import io.crossfade.model.Secret;
import java.io.Serializable;

/** Where a database is and who we are there. */
public record Endpoint(String url, String user, Secret password) implements Serializable {}
