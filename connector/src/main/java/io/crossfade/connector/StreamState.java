package io.crossfade.connector;

import java.io.Serializable;

/**
 * How far a change stream has been applied.
 *
 * @param position encoded by the connector of the side that is read
 * @param origin the server that is read, as it was when the stream was made
 */
public record StreamState(String position, Identity origin) implements Serializable {}
