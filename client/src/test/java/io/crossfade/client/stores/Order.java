package io.crossfade.client.stores;

/** What is kept in a store. */
public record Order(String id, long cents) {}
