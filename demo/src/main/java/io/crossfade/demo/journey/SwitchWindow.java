package io.crossfade.demo.journey;

import io.crossfade.engine.Control.SwitchReport;
import java.time.Instant;

/// One switch, with the time around it on this machine's clock.
public record SwitchWindow(String name, Instant begun, Instant ended, SwitchReport report) {}
