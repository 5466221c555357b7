package io.crossfade.connector;

/**
 * Whether commits on a database wait until a stream of ours has confirmed them.
 *
 * @param isForUs whether they do, as the database itself says
 * @param toBegin what makes them wait, for a person to do
 * @param toEnd what makes them wait no longer
 */
public record CommitWait(boolean isForUs, String toBegin, String toEnd) {}
