package io.crossfade.connector;

import java.io.Serializable;

/** The digest of the rows of one bucket: their count and sums over two independent hashes. */
public record BucketDigest(int bucket, long rows, String sums) implements Serializable {}
