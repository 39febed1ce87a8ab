import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Payments } from './Payments.jsx';

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Payments />
  </StrictMode>,
);
