import { bootstrapApplication } from '@angular/platform-browser';
import { Payments } from './payments';

bootstrapApplication(Payments).catch((error) => console.error(error));
