package io.crossfade.model;

import java.io.Serializable;

/**
 * What every transaction of ours writes first, so that the opposite stream knows it and drops it.
 */
public record Mark(String migration, Direction direction) implements Serializable {}
