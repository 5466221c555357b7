package io.crossfade.connector;

import io.crossfade.model.TableName;
import java.io.Serializable;

/** A chunk's name: the table on the side that is copied, and a number from 0. */
public record ChunkId(TableName table, int number) implements Serializable {}
