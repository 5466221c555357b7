package io.crossfade.model;

/**
 * A condition on each row alone.
 *
 * @param definition the condition, without the word for a check and its parentheses
 * @param validated whether the rows that were there before it fulfil it too
 */
public record Check(String name, Definition definition, boolean validated) implements Constraint {}
