package io.crossfade.connector;

import java.time.Duration;

/**
 * What one look at a database has shown. What its role may not see counts as none.
 *
 * @param latency how long a small durable transaction took, as we see it
 * @param activeSessions of others than Crossfade, on the whole server
 * @param replicaLag how far the slowest replica is behind; zero where there is none
 * @param keptLog the bytes of log, or the engine's nearest measure, that the server keeps for the
 *     stream
 */
public record Load(Duration latency, int activeSessions, Duration replicaLag, long keptLog) {}
