package io.crossfade.demo.vendor;

/// A parameter that is a JSON document.
public record Json(String text) {}
