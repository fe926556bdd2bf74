#include "base/output.h"
#include "model/reader.h"
void model_schema_write(struct output *output){output_text(output,"{}\n");}
