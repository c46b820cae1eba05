/// Data in and out: {@link org.scorefield.data.Dataset} and the readers and writers of files.
@NullMarked
package org.scorefield.data;

import org.jspecify.annotations.NullMarked;
