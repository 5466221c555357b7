/// What people are told without looking: by webhook, chat, mail and Alertmanager.
@NullMarked
package io.crossfade.server.alerts;

import org.jspecify.annotations.NullMarked;
