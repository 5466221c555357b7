package io.crossfade.browser;

/// What somebody looks at.
///
/// @param sharpness pixels of the device for each of the page
record Screen(int width, int height, boolean dark, int sharpness) {
  static final Screen DESK = new Screen(1280, 900, false, 1);
  static final Screen WALL_AT_NIGHT = new Screen(1280, 900, true, 1);
  static final Screen PHONE = new Screen(360, 780, false, 2);
  static final Screen PHONE_AT_NIGHT = new Screen(360, 780, true, 2);
}
