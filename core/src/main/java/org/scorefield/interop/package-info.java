/// Settings of other libraries, in our terms.
@NullMarked
package org.scorefield.interop;

import org.jspecify.annotations.NullMarked;
