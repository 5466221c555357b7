/**
 * The binary log of MySQL and MariaDB: how it is read, kept and understood, and the positions and
 * boundaries by which it is laid beside a copy.
 */
@NullMarked
package io.crossfade.mysql.log;

import org.jspecify.annotations.NullMarked;
